-- the objects of a version that is read here
select * from openslo_objects where api in ('openslo/v1', 'openslo/v1alpha')
