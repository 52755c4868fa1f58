#!/usr/bin/env python
# coding: utf-8

# In[1]:


import cadquery as cq


# In[2]:


a, b, t = 60, 40, 2
cover = cq.Workplane("XY").box(a, b, t)
rim = cq.Workplane("XY").rect(a - 2, b - 2).rect(a - 5, b - 5).extrude(5)


# In[3]:


cover = cover.union(rim)
cover


# In[4]:


cover.val().Volume()
